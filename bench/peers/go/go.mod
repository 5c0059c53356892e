module dev.bide/peers/go

go 1.26
