using System.Globalization;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Budgets;

/// <summary>How a client is told what a budget did to its call.</summary>
internal static class LandingHeaders
{
    /// <summary>The limit of output tokens that was asked for in place of the client's, and the budget: <c>500; budget=acme</c>.</summary>
    public const string MaxTokens = "x-weir-max-tokens";

    /// <summary>What was done, and the budget: <c>model=small, priority=low; budget=acme</c>.</summary>
    public const string Degraded = "x-weir-degraded";

    /// <summary>The limit of a call's output, in words.</summary>
    public static string LimitOf(Call call) => WithBudget(call.OutputLimit?.ToString(CultureInfo.InvariantCulture) ?? "", call.OutputLimitBudget ?? call.Landing?.Budget);

    /// <summary>A landing in words.</summary>
    /// <param name="landing">The landing.</param>
    /// <param name="isCached">Whether the answer is one that was kept; then nothing else was done.</param>
    public static string Describe(Landing landing, bool isCached = false)
    {
        if (isCached) return WithBudget("cached", landing.Budget);
        var done = new List<string>();
        if (landing.Model is { } model) done.Add($"model={model}");
        if (landing.MaxTokens is { } most) done.Add(string.Create(CultureInfo.InvariantCulture, $"max_tokens={most}"));
        if (landing.IsPutBack) done.Add("priority=low");
        return done.Count == 0 ? "" : WithBudget(string.Join(", ", done), landing.Budget);
    }

    private static string WithBudget(string what, string? budget) => budget is null ? what : $"{what}; budget={budget}";
}
