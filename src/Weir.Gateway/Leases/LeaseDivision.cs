namespace Weir.Gateway.Leases;

/// <summary>
/// Divides what is left of a counter among the replicas. What is in use stays where it is. Then comes who needs something at once, in the
/// order of waiting: half of what a call needs is of no use to two replicas. What remains is divided by wishes, max-min fair.
/// </summary>
internal static class LeaseDivision
{
    /// <summary>Sets <see cref="LeaseClaim.Target"/> and <see cref="LeaseClaim.Excess"/>.</summary>
    /// <param name="left">What is not spent, leased or not.</param>
    /// <param name="claims">All that hold or wish something.</param>
    /// <param name="step">What is not divided any further.</param>
    /// <returns>What nobody holds; less than 0 where the limit was lowered below what is held.</returns>
    public static decimal Divide(decimal left, Span<LeaseClaim> claims, decimal step)
    {
        var (free, pool) = (left, left);
        foreach (ref var claim in claims)
        {
            claim.Target = claim.IsHeard ? Math.Min(claim.Used, claim.Held) : claim.Held;
            claim.Excess = 0;
            free -= claim.Held;
            pool -= claim.Target;
        }
        pool -= ServeNeeds(claims, pool);
        if (pool > 0) Fill(claims, pool, step);
        AskBack(claims, free);
        AskUsers(claims);
        return free;
    }

    private static decimal ServeNeeds(Span<LeaseClaim> claims, decimal pool)
    {
        var (served, after) = (0m, -1L);
        while (NextInNeed(claims, after) is >= 0 and var next)
        {
            ref var claim = ref claims[next];
            after = claim.Since;
            // One that does not fit keeps nobody behind it waiting: what is in doubt elsewhere may never come back.
            if (claim.Need > pool - served) continue;
            claim.Target += claim.Need;
            served += claim.Need;
        }
        return served;
    }

    private static int NextInNeed(ReadOnlySpan<LeaseClaim> claims, long after)
    {
        var next = -1;
        for (var i = 0; i < claims.Length; i++)
            if (claims[i] is { IsHeard: true, Need: > 0 } claim && claim.Since > after && (next < 0 || claim.Since < claims[next].Since)) next = i;
        return next;
    }

    /// <summary>Water-filling: everybody gets the same, but none more than it wants.</summary>
    private static void Fill(Span<LeaseClaim> claims, decimal pool, decimal step)
    {
        while (true)
        {
            var (open, least) = (0, decimal.MaxValue);
            foreach (ref readonly var claim in claims)
            {
                if (!IsOpen(claim, step)) continue;
                open++;
                least = Math.Min(least, claim.Want - claim.Target);
            }
            if (open == 0) return;
            var each = decimal.Floor(Math.Min(least, pool / open) / step) * step;
            if (each == 0) return;
            foreach (ref var claim in claims)
                if (IsOpen(claim, step)) claim.Target += each;
            pool -= each * open;
        }
    }

    private static bool IsOpen(LeaseClaim claim, decimal step) => claim.IsHeard && claim.Want - claim.Target >= step && claim.Target >= claim.Least;

    /// <summary>Asks back what others are short of, and no more.</summary>
    private static void AskBack(Span<LeaseClaim> claims, decimal free)
    {
        var shortage = -free;
        foreach (ref readonly var claim in claims)
            if (claim.IsHeard && claim.Target > claim.Held) shortage += claim.Target - claim.Held;
        foreach (ref var claim in claims)
        {
            if (shortage <= 0) return;
            if (!claim.IsHeard || claim.Target >= claim.Held) continue;
            claim.Excess = Math.Min(claim.Held - claim.Target, shortage);
            shortage -= claim.Excess;
        }
    }

    /// <summary>Asks for what is in use, where somebody waits longer than its user: it is given back as it becomes free.</summary>
    private static void AskUsers(Span<LeaseClaim> claims)
    {
        for (var i = 0; i < claims.Length; i++)
        {
            if (claims[i] is not { IsHeard: true, Need: > 0 } waiting || waiting.Target >= waiting.Least) continue;
            for (var j = 0; j < claims.Length; j++)
            {
                ref var user = ref claims[j];
                if (j != i && user.IsHeard && (user.Need == 0 || user.Since > waiting.Since)) user.Excess = Math.Max(user.Excess, Math.Min(user.Held, waiting.Need));
            }
        }
    }
}
