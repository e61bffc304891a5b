using Microsoft.AspNetCore.Http;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Gateway.Identity;

/// <summary>
/// Says for which feature, user and session a call is made, and whether anybody waits for it: by header, else by what the body
/// says, except that a key which names a feature or an origin decides it.
/// </summary>
internal static class Attribution
{
    public const string FeatureHeader = "x-weir-feature";
    public const string UserHeader = "x-weir-user";
    public const string SessionHeader = "x-weir-session";
    public const string TagsHeader = "x-weir-tags";
    public const string OriginHeader = "x-weir-origin";
    private const string FeatureMember = "metadata.feature";

    /// <summary>Longest value kept of any of them, in characters.</summary>
    public const int Longest = 256;

    /// <summary>Takes what the headers say.</summary>
    /// <returns>The error to answer with, or null.</returns>
    public static CallError? FromHeaders(Call call)
    {
        var headers = call.Http.Request.Headers;
        var record = call.Record;
        if (Read(headers, UserHeader, out var user) is { } badUser) return badUser;
        if (Read(headers, SessionHeader, out var session) is { } badSession) return badSession;
        if (Read(headers, FeatureHeader, out var feature) is { } badFeature) return badFeature;
        if (Read(headers, TagsHeader, out var tags) is { } badTags) return badTags;
        (record.User, record.Session, record.Tags) = (user, session, tags);
        if (TakeOrigin(call, First(headers, OriginHeader)) is { } badOrigin) return CallErrors.BadHeader(OriginHeader, badOrigin);
        record.ClientRequestId = Clip(First(headers, "x-request-id") ?? First(headers, "x-client-request-id"));
        return TakeFeature(call, feature) is { } problem ? CallErrors.BadHeader(FeatureHeader, problem) : null;
    }

    /// <summary>Fills what the headers left open from the body.</summary>
    /// <returns>The error to answer with, or null.</returns>
    public static CallError? Complete(Call call)
    {
        var head = call.Head!;
        call.Record.User ??= Clip(head.User);
        call.Record.Session ??= Clip(head.Session);
        if (string.IsNullOrWhiteSpace(head.Feature) || First(call.Http.Request.Headers, FeatureHeader) is not null) return null;
        return TakeFeature(call, Clip(head.Feature)) is { } problem ? CallErrors.BadMember(FeatureMember, problem) : null;
    }

    /// <returns>What is wrong with the feature that the client names, or null.</returns>
    private static string? TakeFeature(Call call, string? named)
    {
        var bound = call.Key!.Feature;
        call.Record.Feature = bound ?? named;
        if (named is null || named == bound) return null;
        // A label that is quietly replaced by another would make the bill a puzzle.
        if (bound is not null) return $"names the feature '{named}', but this key belongs to the feature '{bound}'.";
        if (call.Model.Features.Count == 0 || call.Model.Features.ContainsKey(named)) return null;
        var nearest = NearestNames.Of(named, call.Model.Features.Keys);
        return $"names the unknown feature '{named}'; " + (nearest.Count > 0 ? $"did you mean '{nearest[0]}'?" : "declare it under 'features'.");
    }

    /// <returns>What is wrong with the origin that the client names, or null.</returns>
    private static string? TakeOrigin(Call call, string? named)
    {
        var bound = call.Key!.Origin;
        var origin = named is null ? bound ?? Origin.Interactive : OriginNames.FindOfCalls(named);
        call.Record.Origin = bound ?? origin ?? Origin.Interactive;
        if (origin is null) return $"names no origin; these are: {string.Join(", ", OriginNames.OfCalls)}.";
        return bound is { } its && its != origin ? $"names the origin '{named}', but this key's calls are of the origin '{OriginNames.Of(its)}'." : null;
    }

    private static CallError? Read(IHeaderDictionary headers, string name, out string? value)
    {
        value = First(headers, name);
        if (value is null) return null;
        if (value.Length > Longest) return CallErrors.BadHeader(name, $"is longer than {Longest} characters.");
        return value.AsSpan().ContainsAnyInRange('\0', '\x1f') ? CallErrors.BadHeader(name, "holds a control character.") : null;
    }

    private static string? First(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count > 0 && !string.IsNullOrWhiteSpace(values[0]) ? values[0]!.Trim() : null;

    /// <summary>What the ledger keeps of a text that somebody else chose.</summary>
    public static string? Clip(string? value)
    {
        if (value is not { Length: > Longest }) return value;
        // Half of a surrogate pair is no text.
        return value[..(char.IsHighSurrogate(value[Longest - 1]) ? Longest - 1 : Longest)];
    }
}
