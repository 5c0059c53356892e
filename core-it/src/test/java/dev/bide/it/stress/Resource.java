package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncCloseable;

/** What has to be closed once. Its closing may take a time, and may fail. */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
final class Resource implements AsyncCloseable<Exception> {
  final Plan plan;
  private final World world;

  Resource(Plan plan, World world) {
    this.plan = plan;
    this.world = world;
    world.opened(this);
  }

  @Override
  public Async<Void, Exception> closeAsync() {
    return async(() -> {
      world.closing(this);
      try {
        if (plan.b() > 5) {
          sleep(World.ms(plan.b() % 7)).await();
        }
        if (plan.b() == 3) {
          throw world.boom("closing of " + plan.id());
        }
      } finally {
        world.closed(this);
      }
    });
  }

  @Override
  public String toString() {
    return "resource " + plan.id();
  }
}
