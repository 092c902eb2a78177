"""Peers that name their vehicles, each in a process of its own: ``python -m bench.movement_trips NAME SECONDS`` prints one JSON line.

``intervals``: CP-SAT, one optional interval for each possible trip of each bus or ambulance. ``routing``: OR-Tools routing, buses only.
What each leaves out is said where it is defined, and in RESULTS.md.
"""

import json
import sys
import time

from safeconduct.movement.instances import aleppo
from safeconduct.movement.model import Group, Leg, Problem, VehicleType
from safeconduct.movement.slots import ceil_slots, journeys


def main(name: str, seconds: float) -> None:
    """Print the last slot that was found, and the bound."""
    begin = time.perf_counter()
    last, bound = {"intervals": intervals, "routing": routing}[name](aleppo(), seconds)
    print(json.dumps({"last": last, "bound": bound, "seconds": time.perf_counter() - begin}))


def trips(problem: Problem, group: Group, vehicle: VehicleType) -> int:
    """Return how many full vehicles a group needs."""
    return -(-group.planned // vehicle.seats)


def fleet(problem: Problem) -> list[tuple[Group, VehicleType, int, list[Leg]]]:
    """Return each group with its type of vehicle, how many of them there are, and the legs from its origin."""
    found = []
    for group in problem.groups:
        vehicle = problem.vehicle(group.rides[0])
        number = sum(pool.number for pool in problem.pools if (pool.type, pool.place) == (vehicle.id, group.origin))
        found.append((group, vehicle, number, [leg for leg in problem.legs if leg.origin == group.origin]))
    return found


def departures(problem: Problem, leg: Leg, vehicle: VehicleType) -> list[int]:
    """Return the slots in which a loaded vehicle may leave on a leg."""
    load = ceil_slots(problem.loading(leg, vehicle), problem)
    return [int(slot) for slot in journeys(problem, leg, ceil_slots(leg.out, problem), leg.window).nonzero()[0] if slot >= load]


def intervals(problem: Problem, seconds: float) -> tuple[int | None, float]:
    """CP-SAT: every trip one interval of the fleet's time (out, unloading, back, loading), which of the legs it takes, and its hour at
    the checkpoint; leaves out convoys and their headway, escorts, reciprocity and gates. Vehicles of a type are one cumulative resource
    (the best form known: no symmetry between buses)."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    starts, ends, uses, passes = [], [], {}, {}  # type: ignore[var-annotated]
    horizon, hour = problem.slots, ceil_slots(60, problem)
    for group, vehicle, number, legs in fleet(problem):
        pool = uses.setdefault((vehicle.id, group.origin), (number, []))[1]
        before = None
        for _ in range(trips(problem, group, vehicle)):
            choices = []
            hours = {leg.id: departures(problem, leg, vehicle) for leg in legs}
            start = model.new_int_var_from_domain(cp_model.Domain.from_values(sorted({s for h in hours.values() for s in h})), "")
            starts.append(start)
            if before is not None:
                model.add(start >= before)  # trips of a group are alike: in order
            before = start
            for leg in legs:
                out, back = ceil_slots(leg.out, problem), ceil_slots(leg.back, problem)
                load, unload = (ceil_slots(f(leg, vehicle), problem) for f in (problem.loading, problem.unloading))
                taken = model.new_bool_var("")
                choices.append(taken)
                model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(hours[leg.id])).only_enforce_if(taken)
                length = load + out + unload + back
                pool.append(model.new_optional_fixed_size_interval_var(start - load, length, taken, ""))
                for point, after in leg.checkpoints:
                    at = start + ceil_slots(after, problem)
                    passes.setdefault(point, []).append(model.new_optional_fixed_size_interval_var(at, hour, taken, ""))
                arrives = model.new_int_var(0, horizon, "")
                model.add(arrives >= start + out).only_enforce_if(taken)
                ends.append(arrives)
            model.add_exactly_one(choices)
    for number, used in uses.values():
        model.add_cumulative(used, [1] * len(used), number)
    for point in problem.checkpoints:
        model.add_cumulative(passes[point.id], [1] * len(passes[point.id]), point.per_hour)
    last = model.new_int_var(0, horizon, "last")
    model.add_max_equality(last, ends)
    model.minimize(last)
    model.add_decision_strategy(starts, cp_model.CHOOSE_LOWEST_MIN, cp_model.SELECT_MIN_VALUE)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (int(solver.objective_value) if found else None), solver.best_objective_bound


def routing(problem: Problem, seconds: float) -> tuple[int | None, float | None]:
    """OR-Tools routing: a visit for each full bus of people, buses are its vehicles, opening hours are time windows of visits; each side
    takes its quicker leg. Leaves out convoys, headway, escorts, reciprocity, gates, checkpoints, ambulances and the second corridor."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    latest = 0
    parts = [part for part in fleet(problem) if part[1].id == "bus"]
    origins = sorted({group.origin for group, *_ in parts})
    for origin in origins:
        mine = [part for part in parts if part[0].origin == origin]
        vehicle, number, leg = mine[0][1], mine[0][2], min(mine[0][3], key=lambda leg: leg.out)
        visits = sum(trips(problem, group, vehicle) for group, *_ in mine)
        load, unload = (ceil_slots(f(leg, vehicle), problem) for f in (problem.loading, problem.unloading))
        out, back = ceil_slots(leg.out, problem), ceil_slots(leg.back, problem)
        manager = pywrapcp.RoutingIndexManager(visits + 1, number, 0)
        model = pywrapcp.RoutingModel(manager)
        # A visit's time is its departure; a bus departs again after out, unloading, back and loading. The last way back does not count.
        length = out + unload + back + load
        travel = model.RegisterTransitMatrix(
            [[0] + [load] * visits] + [[out] + [0 if a == b else length for b in range(visits)] for a in range(visits)]
        )
        model.AddDimension(travel, problem.slots, problem.slots, True, "time")  # from slot 0 on: the span is the finish
        time_of = model.GetDimensionOrDie("time")
        time_of.SetGlobalSpanCostCoefficient(1)
        model.SetArcCostEvaluatorOfAllVehicles(travel)
        shut = sorted(set(range(problem.slots)) - set(departures(problem, leg, vehicle)))
        for visit in range(1, visits + 1):
            time_of.CumulVar(manager.NodeToIndex(visit)).RemoveValues(shut)
        limits = _limits(pywrapcp, routing_enums_pb2, seconds / len(origins))
        model.CloseModelWithParameters(limits)
        in_turn = [list(range(1 + bus, visits + 1, number)) for bus in range(number)]  # without a first plan it found none
        found = model.SolveFromAssignmentWithParameters(model.ReadAssignmentFromRoutes(in_turn, True), limits)
        if found is None:
            return None, None
        latest = max(latest, *(found.Value(time_of.CumulVar(model.End(bus))) for bus in range(number)))
    return latest, None


def _limits(pywrapcp, enums, seconds):  # type: ignore[no-untyped-def]
    limits = pywrapcp.DefaultRoutingSearchParameters()
    limits.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    limits.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    limits.time_limit.FromSeconds(max(1, int(seconds)))
    return limits


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
