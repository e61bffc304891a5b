using Weir.Gateway.Faults;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>A gateway with one fault in its configuration, on the only deployment.</summary>
internal static class FaultScene
{
    public const string Fault = "broken";

    /// <summary>The standard configuration, the fault, and more sections.</summary>
    public static string With(string kind, string more = "") =>
        Scene.With($"faults:\n  {Fault}: {{ deployments: [big], allow_total: true, kind: {kind} }}\n{more}");

    /// <summary>The only fault there is.</summary>
    public static FaultState Only(Scene scene) => scene.Part<FaultBoard>().All.ShouldHaveSingleItem();

    /// <summary>Whether a call was touched, as its client sees it.</summary>
    public static bool IsTouched(this Answer answer) => answer.Headers.ContainsKey("x-weir-fault");
}
