namespace Weir.Gateway.Anomalies;

/// <summary>What is known of everybody's spending. For one thread at a time.</summary>
/// <param name="most">How many of each dimension are known at most; where there are more, who spent longest ago is forgotten.</param>
/// <param name="rules">What counts as unusual.</param>
internal sealed class SpendBook(int most, SpendRules rules)
{
    private readonly Dictionary<SpendSubject, SpendState> _subjects = [];

    /// <summary>What is known of a subject; made where nothing is.</summary>
    public SpendState Of(SpendSubject subject)
    {
        if (!_subjects.TryGetValue(subject, out var state)) state = _subjects[subject] = new SpendState(rules);
        return state;
    }

    /// <summary>Takes in an hour that is over.</summary>
    /// <param name="hour">Numbered from the Unix epoch.</param>
    /// <param name="spent">What was spent in it.</param>
    /// <param name="ended">Told of those whose spending is usual again.</param>
    /// <returns>What is unusual from this hour on.</returns>
    public IReadOnlyList<(SpendSubject Subject, SpendFinding Finding)> Close(long hour, IEnumerable<SpendHour> spent, Action<SpendSubject> ended)
    {
        var found = new List<(SpendSubject, SpendFinding)>();
        foreach (var each in spent) Close(each.Subject, Of(each.Subject), each.Cost);
        // Of all others nothing has to be known but that what was unusual is over.
        foreach (var (subject, state) in _subjects)
            if (state.Since is not null && state.Last < hour) Close(subject, state, 0);
        Forget();
        return found;

        void Close(SpendSubject subject, SpendState state, double cost)
        {
            if (state.Last >= hour) return;
            var wasUnusual = state.Since is not null;
            if (state.Close(hour, cost) is { } finding) found.Add((subject, finding));
            if (wasUnusual && state.Since is null) ended(subject);
        }
    }

    /// <summary>Looks at the hour that is under way.</summary>
    public IReadOnlyList<(SpendSubject Subject, SpendFinding Finding)> Look(IEnumerable<SpendHour> spent)
    {
        var found = new List<(SpendSubject, SpendFinding)>();
        foreach (var each in spent)
            if (Of(each.Subject) is var state && state.Last < each.Hour && state.Look(each.Hour, each.Cost) is { } finding) found.Add((each.Subject, finding));
        return found;
    }

    private void Forget()
    {
        foreach (var dimension in _subjects.Keys.GroupBy(subject => subject.Dimension).Where(all => all.Count() > most).ToList())
            foreach (var old in dimension.OrderBy(subject => _subjects[subject].Last).Take(dimension.Count() - most).ToList()) _subjects.Remove(old);
    }
}
