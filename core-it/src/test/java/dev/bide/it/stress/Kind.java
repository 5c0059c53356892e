package dev.bide.it.stress;

import dev.bide.Async;
import java.util.Arrays;
import java.util.List;

/** What a program may do, and of how many parts it is then made. */
@SuppressWarnings("ImmutableEnumChecker") // its lambdas are method references
enum Kind {
  SLEEP(0, 0, Simple::sleeps),
  YIELD(0, 0, Simple::yields),
  OPEN(0, 0, Simple::opens),
  VALUE(0, 0, Simple::value),
  FAIL(0, 0, Simple::fails),
  LOCK(0, 0, Simple::locks),
  LOCK_RACE(0, 0, Simple::locksTwice),
  PERMIT(0, 0, Simple::takesPermit),
  CANCEL_OTHER(0, 0, Simple::cancelsOther),

  SEQUENCE(1, 3, Plain::sequence),
  FINALLY(2, 2, Plain::tryFinally),
  CATCH(2, 2, Plain::tryCatch),
  USING(2, 2, Plain::using),
  SHIELD(1, 1, Plain::shields),
  SHIELD_IN_FINALLY(1, 1, Plain::shieldsInFinally),
  DISCARD(1, 1, Plain::saysHowToDiscard),

  JOIN(2, 2, Together::joins),
  RACE(1, 3, Together::races),
  FIRST_SUCCESS(1, 3, Together::firstSuccess),
  RACE_TIMER(1, 3, Together::racesTimer),
  SELECT(2, 2, Together::selects),
  ALL(1, 3, Together::all),
  TIMEOUT(1, 1, Together::timeout),
  GRACE(1, 1, Together::grace),
  RETRY(1, 1, Together::retries),
  SHARED(2, 2, Together::shared),
  SHARED_AGAIN(1, 3, Together::sharedAgain),

  SCOPE(1, 4, Scoped::scope),
  SUPERVISE(1, 4, Scoped::supervise),
  SCOPE_CANCEL(1, 3, Scoped::cancelsItself),
  BACKGROUND(1, 3, Scoped::background),
  OUTER_SPAWN(1, 1, Scoped::spawnsOutside),
  PENDING_NEXT(1, 1, Scoped::keepsNextPending),

  CHANNEL(1, 3, Between::channel),
  RECEIVE_RACE(2, 2, Between::receiveRace),
  ONESHOT(1, 3, Between::oneshot),

  MAP(1, 3, Streams::map),
  MAP_CONCURRENT(1, 3, Streams::mapConcurrent),
  MERGE(1, 3, Streams::merge),
  GENERATE(1, 1, Streams::generate),
  FOR_EACH(1, 3, Streams::forEachConcurrent),
  FLAT_MAP(1, 3, Streams::flatMap),
  FLAT_ITERABLE(1, 3, Streams::flatMapIterable),
  CONCAT(1, 3, Streams::concat),
  TAKE(1, 3, Streams::takeAndReduce),
  CHUNKS(1, 3, Streams::chunks),
  INTERVAL(1, 3, Streams::interval),
  CLOSE_INSIDE(1, 3, Streams::closesInside);

  /** Made of no other. */
  static final List<Kind> SIMPLE = Arrays.stream(values()).filter(k -> k.most == 0).toList();

  /** Made of others. */
  static final List<Kind> NESTED = Arrays.stream(values()).filter(k -> k.most > 0).toList();

  /** How a kind of program is run. */
  interface Step {
    Async<Object, Exception> run(Plan plan, Place at);
  }

  final int least;
  final int most;
  final Step step;

  Kind(int least, int most, Step step) {
    this.least = least;
    this.most = most;
    this.step = step;
  }
}
