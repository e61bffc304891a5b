using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Leases;

/// <summary>
/// Replicas that share limits, in thousands of worlds in which everything goes wrong: crashes, restarts, pauses, partitions, lost, doubled
/// and late messages, clocks that jump. WEIR_TEST_SEED repeats them.
/// </summary>
[Trait("Category", "Slow")]
public sealed class LeaseSimulationTests(ITestOutputHelper output)
{
    private const int Steps = 400;

    [Fact]
    public void No_limit_is_exceeded_at_any_moment() => Play(300);

    [Fact]
    [Trait("Category", "Slow")]
    public void No_limit_is_exceeded_at_any_moment_in_thousands_of_worlds() => Play(5_000);

    [Fact]
    public void At_rest_nothing_is_leased_and_all_counters_say_what_the_ledger_says()
    {
        foreach (var (world, told) in Worlds(200))
        {
            for (var i = 0; i < Steps; i++) world.Step();
            world.Rest();
            foreach (var counter in world.Counters)
            {
                var (spent, held) = world.Authority.Look(counter.Key);
                held.ShouldBe(0, $"{counter.Key.Name}, {told}");
                spent.ShouldBe(counter.ReallySpent - counter.Lost, $"{counter.Key.Name}, {told}");
                counter.UnderWay.ShouldBe(0, told);
            }
            ShouldHold(world, told);
        }
    }

    /// <summary>All others have gone, or cannot be reached: what they hold is in doubt, and everything else can be spent.</summary>
    [Fact]
    public void Who_reaches_the_authority_can_spend_all_that_is_not_in_doubt()
    {
        foreach (var (world, told) in Worlds(200))
        {
            for (var i = 0; i < Steps; i++) world.Step();
            var last = world.Machines[0];
            foreach (var other in world.Machines.Skip(1))
            {
                if (other.IsUp) other.Crash();
                other.IsCutOff = true;
            }
            world.Heal([last]);
            foreach (var counter in world.Counters.Where(static counter => !counter.Terms.Expires))
            {
                SpendAll(world, [last], counter);
                // What calls have spent may not divide by the smallest call.
                var (spent, held) = world.Authority.Look(counter.Key);
                (counter.Limit - spent - held).ShouldBeLessThan(0.01m, $"{counter.Key.Name}, {told}");
                (last.SliceOf(counter).Size - last.SliceOf(counter).Used).ShouldBeLessThan(0.01m, $"{counter.Key.Name}, {told}");
            }
            ShouldHold(world, told);
        }
    }

    /// <summary>Each call needs all that is left: half of it at each of two replicas is of no use to anybody.</summary>
    [Fact]
    public void The_last_of_a_budget_goes_to_one_of_those_who_need_it()
    {
        foreach (var (world, told) in Worlds(200))
        {
            for (var i = 0; i < Steps; i++) world.Step();
            world.Rest();
            var counter = world.Counters[1];
            var left = counter.Limit - world.Authority.Look(counter.Key).Spent;
            if (left <= 0) continue;
            foreach (var machine in world.Machines) machine.Call(counter, left);
            for (var round = 0; round < 10; round++) world.Round(world.Machines);
            world.Machines.Sum(machine => machine.UnderWay.Count(call => call.Counter == counter)).ShouldBe(1, told);
        }
    }

    [Fact]
    public void All_can_spend_to_the_last_unit_together()
    {
        foreach (var (world, told) in Worlds(200))
        {
            for (var i = 0; i < Steps; i++) world.Step();
            world.Rest();
            foreach (var counter in world.Counters.Where(static counter => !counter.Terms.Expires))
            {
                SpendAll(world, world.Machines, counter);
                (counter.Limit - world.Authority.Look(counter.Key).Spent).ShouldBeLessThan(0.01m, $"{counter.Key.Name}, {told}");
            }
            ShouldHold(world, told);
        }
    }

    private static void SpendAll(LeaseWorld world, IReadOnlyList<LeaseWorldMachine> machines, LeaseWorldCounter counter)
    {
        foreach (var machine in machines)
        {
            foreach (var other in world.Counters) machine.GiveUp(other);
            foreach (var call in machine.UnderWay.ToArray()) machine.End(call, call.Amount);
        }
        // Large ones first, and then ever smaller ones.
        for (var (amount, round) = (2m, 0); round < 200; round++)
        {
            foreach (var machine in machines)
            {
                for (var calls = 0; calls < 20 && !machine.IsWaiting(counter); calls++)
                {
                    machine.Call(counter, amount);
                    foreach (var call in machine.UnderWay.ToArray()) machine.End(call, call.Amount);
                }
            }
            world.Round(machines);
            if (round % 20 != 19 || amount <= 0.01m) continue;
            amount /= 2;
            if (amount < 0.01m) amount = 0.01m;
            foreach (var machine in machines) machine.GiveUp(counter);
        }
        foreach (var machine in machines)
        {
            machine.GiveUp(counter);
            foreach (var call in machine.UnderWay.ToArray()) machine.End(call, call.Amount);
        }
        world.Round(machines);
        world.Round(machines);
    }

    private void Play(int worlds)
    {
        var (served, waited) = (0, 0);
        foreach (var (world, told) in Worlds(worlds))
        {
            for (var i = 0; i < Steps; i++)
            {
                world.Step();
                ShouldHold(world, $"step {i}, {told}");
            }
            served += world.Machines.Sum(static machine => machine.Served);
            waited += world.Machines.Sum(machine => world.Counters.Count(machine.IsWaiting));
        }
        output.WriteLine($"{served} calls served, {waited} lines at the end");
        served.ShouldBeGreaterThan(worlds * 10);
    }

    private IEnumerable<(LeaseWorld World, string Told)> Worlds(int count)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        for (var i = 0; i < count; i++) yield return (new LeaseWorld(TestSeed.Value + i, 2 + (i % 4)), $"WEIR_TEST_SEED={TestSeed.Value}, world {i}");
    }

    private static void ShouldHold(LeaseWorld world, string told)
    {
        foreach (var counter in world.Counters)
        {
            var (spent, held) = world.Authority.Look(counter.Key);
            var what = $"{counter.Key.Name}, {told}";
            if (counter.Terms.Lag is null)
            {
                (spent + held).ShouldBeLessThanOrEqualTo(counter.Limit, what);
                (counter.ReallySpent - counter.Lost + counter.UnderWay).ShouldBeLessThanOrEqualTo(counter.Limit, what);
            }
            else if (counter.IsMinute) counter.InLastMinute(world.Now).ShouldBeLessThanOrEqualTo(counter.Limit, what);
            else counter.UnderWay.ShouldBeLessThanOrEqualTo(counter.Limit, what);
        }
    }
}
