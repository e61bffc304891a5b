using Weir.Gateway.Upstream;

namespace Weir.Gateway.Health;

/// <summary>
/// One attempt, as far as its deployment's health is concerned. Whoever was let in says exactly once how it went, whatever
/// happens: a trial that is never ended holds up the next ones.
/// </summary>
/// <param name="health">Of the deployment.</param>
/// <param name="errors">The epoch of one breaker in which it began.</param>
/// <param name="silence">The epoch of the other.</param>
internal readonly struct Trial(DeploymentHealth? health, int errors, int silence)
{
    /// <summary>The epoch of a breaker in which it began.</summary>
    public int EpochOf(FailureFamily family) => family == FailureFamily.Silence ? silence : errors;

    /// <summary>A good answer came.</summary>
    public void Succeeded() => health?.Succeeded(this);

    /// <summary>It failed. What is no fault of the deployment's is forgotten.</summary>
    public void Failed(FailureClass failure)
    {
        if (FailureFamilies.Of(failure) is { } family) health?.Failed(this, family);
        else health?.Forget(this);
    }

    /// <summary>It says nothing about the deployment: the client went away, or Weir stopped it.</summary>
    public void Forget() => health?.Forget(this);
}
