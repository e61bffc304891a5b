namespace Weir.Bench.SideBySide;

/// <summary>All rounds of one section.</summary>
internal sealed class Rounds
{
    private readonly Dictionary<string, List<Figures>> _figures = [];

    public IEnumerable<string> Names => _figures.Keys;

    /// <summary>Measures everyone once, then everyone again: what drifts, drifts for all.</summary>
    public static Rounds Run(string title, int rounds, IReadOnlyList<Runner> runners, Func<Runner, Figures> measure)
    {
        var result = new Rounds();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var runner in runners)
            {
                var figures = measure(runner);
                Console.WriteLine($"{title}, round {round}, {runner.Contender.Name}: {figures}");
                result.Add(runner.Contender.Name, figures);
            }
        }

        return result;
    }

    public void Add(string name, Figures figures)
    {
        if (!_figures.TryGetValue(name, out var list)) _figures[name] = list = [];
        list.Add(figures);
    }

    public bool Has(string name) => _figures.ContainsKey(name);

    /// <summary>Median over the rounds.</summary>
    public double Median(string name, Func<Figures, double> figure) => Median(_figures[name].Select(figure));

    /// <summary>Median over the rounds of what the contender took more than another took in the same round.</summary>
    public double Ratio(string name, string other, Func<Figures, double> figure) =>
        Has(other) ? Median(_figures[name].Zip(_figures[other], (one, two) => figure(one) / figure(two))) : double.NaN;

    /// <summary>Median over the rounds of the difference to another in the same round.</summary>
    public double Difference(string name, string other, Func<Figures, double> figure) =>
        Has(other) ? Median(_figures[name].Zip(_figures[other], (one, two) => figure(one) - figure(two))) : double.NaN;

    public double Sum(string name, Func<Figures, double> figure) => _figures[name].Sum(figure);

    public double Largest(string name, Func<Figures, double> figure) => _figures[name].Max(figure);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
