namespace Weir.Lab.Drills.Scenes;

/// <summary>Work that can wait: as many programs as it says ask one call after the other, at priority low, during some phases of a scene.</summary>
/// <param name="Count">How many ask at the same time.</param>
/// <param name="From">The first phase, from 0, in which they ask.</param>
/// <param name="To">The phase at whose beginning they stop.</param>
internal sealed record SceneJobs(int Count, int From, int To);
