namespace Weir.Lab.Drills.Scenes;

/// <summary>A part of a scene in which the providers behave in one way.</summary>
/// <param name="Name">What happens, in a few words.</param>
/// <param name="Share">How much of the scene's time it takes, in relation to the other phases.</param>
/// <param name="Troubles">What goes wrong at which provider; nothing at those that are not named.</param>
internal sealed record ScenePhase(string Name, double Share, params IReadOnlyList<Trouble> Troubles)
{
    /// <summary>What goes wrong at a provider.</summary>
    public FaultMix MixOf(string provider) => Troubles.FirstOrDefault(trouble => trouble.Provider == provider)?.Mix ?? FaultMix.Nothing;
}
