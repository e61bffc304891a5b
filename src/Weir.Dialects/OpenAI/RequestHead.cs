using Weir.Dialects.Json;
using Weir.Dialects.Kept;

namespace Weir.Dialects.OpenAI;

/// <summary>What Weir needs to know of a request body in OpenAI's dialect, and where in the bytes it stands.</summary>
public sealed class RequestHead
{
    /// <summary>The model that the client asks for; not empty.</summary>
    public required string Model { get; init; }

    /// <summary>Where the value of <c>model</c> stands, quotes included; empty when it stands outside of the body.</summary>
    public required ByteRange ModelRange { get; init; }

    /// <summary>Where the body names the model although it stands outside of it (Gemini), quotes included, in the order of the bytes.</summary>
    public IReadOnlyList<ByteRange> NamedAgain { get; init; } = [];

    /// <summary>Whether the client wants the answer as a stream of events.</summary>
    public bool Stream { get; init; }

    /// <summary>
    /// What makes the upstream report usage in a stream, to be applied when the client did not ask for it itself; the default
    /// value when it did, or when it wants no stream.
    /// </summary>
    public ByteEdit UsageEdit { get; init; }

    /// <summary>Whether the client asked for the extra usage chunk itself, and so must be given it.</summary>
    public bool AsksForUsage { get; init; }

    /// <summary>How many answers the client asks for (<c>n</c>, Gemini's <c>candidateCount</c>); 1 when it does not say or says no number.</summary>
    public int Choices { get; init; } = 1;

    /// <summary><c>safety_identifier</c>, else <c>user</c>, else <c>metadata.user_id</c> (Anthropic's), else null.</summary>
    public string? User { get; init; }

    /// <summary><c>metadata.session_id</c> or <c>metadata.session</c>, or null.</summary>
    public string? Session { get; init; }

    /// <summary><c>metadata.feature</c>, or null.</summary>
    public string? Feature { get; init; }

    /// <summary>The hash of what the prompt has in common with others of its template; null where there is none, or it was not searched for.</summary>
    public ulong? Prompt { get; init; }

    /// <summary><c>previous_response_id</c>, or null.</summary>
    public string? PreviousResponse { get; init; }

    /// <summary><c>store</c>, or null when the client does not say.</summary>
    public bool? Store { get; init; }

    /// <summary>Whether <c>background</c> is true: the provider answers at once and works on by itself.</summary>
    public bool Background { get; init; }

    /// <summary>What the request names that its provider keeps; null when it names nothing, or was not searched for it.</summary>
    public KeptThings? Kept { get; init; }
}
