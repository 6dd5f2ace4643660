from tests.bridge.databases import BOTH
import time,json
@BOTH
def test_x(site):
    t=time.time()
    talk = site.talk()
    tid, bob = site.consult(talk)
    print(time.time()-t)
    print(json.dumps(site.the_call(),indent=1))
    print(json.dumps(site.get(f"/api/transfers/{tid}"),indent=1))
    print(bob.heard, talk.agent.heard, talk.caller.heard)
    site.do(f"/api/transfers/{tid}/complete")
    talk.caller.come_in()
    site.carrier.settle()
    print(json.dumps(site.get(f"/api/transfers/{tid}"),indent=1))
    print(site.rooms.asked)
