using Weir.Gateway.Upstream;

namespace Weir.Gateway.Health;

/// <summary>Which failures are held against a deployment's health, and in which family.</summary>
internal static class FailureFamilies
{
    /// <summary>The family of a failure; null where the deployment is not to blame, or says only that less should be asked of it.</summary>
    public static FailureFamily? Of(FailureClass failure) => failure switch
    {
        FailureClass.Silent => FailureFamily.Silence,
        FailureClass.Hurried or FailureClass.RateLimited or FailureClass.ContextLength or FailureClass.ContentFiltered or FailureClass.BadRequest => null,
        _ => FailureFamily.Errors,
    };

    /// <summary>The family's name in metrics, logs and on the health page.</summary>
    public static string NameOf(FailureFamily family) => family switch
    {
        FailureFamily.Silence => "silence",
        _ => "errors",
    };
}
