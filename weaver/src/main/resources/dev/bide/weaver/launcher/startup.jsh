import dev.bide.*;
import static dev.bide.Async.*;
import dev.bide.io.*;
import dev.bide.net.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
