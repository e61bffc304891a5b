namespace Weir.Lab.Drills.Scenes;

/// <summary>What one provider saw of a scene.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Attempts">Requests that reached it.</param>
/// <param name="AnsweredWell">Those that it answered as it should, and that were read to the end.</param>
/// <param name="HungUpOn">Those that the gateway did not wait for.</param>
internal sealed record ProviderFigures(string Name, int Attempts, int AnsweredWell, int HungUpOn)
{
    public static ProviderFigures Of(string name, IReadOnlyList<UpstreamAttempt> attempts) =>
        new(name, attempts.Count, attempts.Count(attempt => attempt.IsAnswered), attempts.Count(attempt => attempt.IsAbandoned));
}
