import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.net.*;
import java.util.*;

class Reads {
  static Async<Integer, IOException> inBlock(Socket socket, Process process, InputStream given) {
    return async(() -> {
      socket.getInputStream().read();
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      lines.readLine();
      try (OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
        out.write(1);
      }
      process.inputReader().readLine();
      new Scanner(System.in).nextLine();
      System.in.read();
      var memory = new ByteArrayInputStream(new byte[1]);
      memory.read();
      given.read();
      return new StringReader("a").read();
    });
  }
}
