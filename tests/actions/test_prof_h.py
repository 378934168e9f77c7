import cProfile, pstats, time
from tests.actions.test_at_once import *
import tests.actions.test_at_once as t
from tests.actions.conftest import company
t.KEYS=1000
def test_p(shop):
    shop.store(*orders(shop)); shop.store(*arrivals(shop))
    p=cProfile.Profile(); t0=time.time(); p.enable()
    then = moment_in(shop.id)
    while judging.judge_events(shop.id, now=then.now, offset=then.offset, limit=500):
        print(time.time()-t0)
    p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
