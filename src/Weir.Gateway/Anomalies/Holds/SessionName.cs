using Weir.Gateway.Calls;

namespace Weir.Gateway.Anomalies.Holds;

/// <summary>What belongs together: the calls of one key in one session, or for one user where they name no session.</summary>
/// <param name="Key">The key's identifier.</param>
/// <param name="Name">The session or user.</param>
/// <param name="IsUser">Whether it is a user.</param>
internal readonly record struct SessionName(string Key, string Name, bool IsUser)
{
    /// <summary>That of a call, or null where it names neither.</summary>
    public static SessionName? Of(Call call)
    {
        var record = call.Record;
        if (record.KeyId is not { } key) return null;
        if (record.Session is { } session) return new SessionName(key, session, false);
        return record.User is { } user ? new SessionName(key, user, true) : null;
    }
}
