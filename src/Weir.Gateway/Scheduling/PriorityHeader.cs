using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling;

/// <summary>What a client says about the priority of a call.</summary>
internal static class PriorityHeader
{
    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public const string Name = "x-weir-priority";

    /// <summary>The priority of a call: that of its key, or the lower one that its header asks for.</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="ofKey">The highest that the call may have.</param>
    /// <param name="priority">What it has.</param>
    /// <returns>The error to answer with, or null.</returns>
    public static CallError? Read(IHeaderDictionary headers, CallPriority ofKey, out CallPriority priority)
    {
        priority = ofKey;
        if (!headers.TryGetValue(Name, out var values) || string.IsNullOrWhiteSpace(values.ToString())) return null;
        if (CallPriorities.Find(values.ToString().Trim().ToLowerInvariant()) is not { } asked)
            return CallErrors.BadHeader(Name, "is none of high, normal and low.");
        // A header costs nothing, so that all would say high: whoever may go first is said by the operator.
        if (asked > ofKey) priority = asked;
        return null;
    }
}
