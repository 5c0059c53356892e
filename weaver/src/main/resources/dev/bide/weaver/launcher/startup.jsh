import dev.bide.*;
import static dev.bide.Async.*;
import dev.bide.io.*;
import dev.bide.net.*;
import dev.bide.runtimes.*;
import static dev.bide.runtimes.Bridge.runBlocking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
