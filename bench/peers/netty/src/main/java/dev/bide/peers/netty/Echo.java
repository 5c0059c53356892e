package dev.bide.peers.netty;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** Sends back the buffer that was read, as it is. */
@Sharable
final class Echo extends ChannelInboundHandlerAdapter {
  static final Echo SHARED = new Echo();

  private Echo() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object buffer) {
    var _ = context.writeAndFlush(buffer, context.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
    // A client that went away is none of the server's failures.
    if (!(cause instanceof IOException)) {
      context.fireExceptionCaught(cause);
    }
  }
}
