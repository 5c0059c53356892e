package dev.bide.web;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * The event loop of a browser or of Node.js. The methods without a body are JavaScript; on a JVM
 * they throw {@code UnsatisfiedLinkError}.
 */
@SuppressWarnings("NullAway.Init") // connect comes before all else
final class JavaScriptLoop implements EventLoop {
  private Call turn;
  private Call timer;
  private Trap trapped;
  private @Nullable JSObject set;

  @JSFunctor
  interface Call extends JSObject {
    void call();
  }

  @JSFunctor
  interface Trap extends JSObject {
    void trapped(String what);
  }

  @Override
  public void connect(Callbacks callbacks) {
    turn = callbacks::turn;
    timer = callbacks::timer;
    trapped = callbacks::trapped;
  }

  @Override
  public void soon() {
    microtask(turn, trapped);
  }

  @Override
  public void afterHost() {
    macrotask(turn, trapped);
  }

  @Override
  public void setTimer(double millis) {
    stopTimer();
    set = timeout(timer, trapped, millis);
  }

  @Override
  public void stopTimer() {
    JSObject old = set;
    if (old != null) {
      clear(old);
      set = null;
    }
  }

  @Override
  public double now() {
    return performanceNow();
  }

  @Override
  public void error(String text) {
    consoleError(text);
  }

  @JSBody(
      params = {"callback", "trapped"},
      script =
          "queueMicrotask(function() {"
              + " try { callback(); } catch (thrown) { trapped(String(thrown)); } });")
  private static native void microtask(Call callback, Trap trapped);

  // setImmediate is Node's and unclamped; a browser's setTimeout waits 4 ms when nested, a message
  // does not. In Node an open message port would keep the process alive.
  @JSBody(
      params = {"callback", "trapped"},
      script =
          "var guarded = function() {"
              + " try { callback(); } catch (thrown) { trapped(String(thrown)); } };"
              + " if (typeof setImmediate === 'function') { setImmediate(guarded); return; }"
              + " var channel = new MessageChannel();"
              + " channel.port1.onmessage = function() { channel.port1.close(); guarded(); };"
              + " channel.port2.postMessage(null);")
  private static native void macrotask(Call callback, Trap trapped);

  @JSBody(
      params = {"callback", "trapped", "millis"},
      script =
          "return setTimeout(function() {"
              + " try { callback(); } catch (thrown) { trapped(String(thrown)); } }, millis);")
  private static native JSObject timeout(Call callback, Trap trapped, double millis);

  @JSBody(params = "handle", script = "clearTimeout(handle);")
  private static native void clear(JSObject handle);

  @JSBody(script = "return performance.now();")
  private static native double performanceNow();

  @JSBody(params = "text", script = "console.error(text);")
  private static native void consoleError(String text);
}
