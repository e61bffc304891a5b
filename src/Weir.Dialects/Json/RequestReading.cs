using System.Text.Json;
using System.Text.Unicode;
using Weir.Dialects.Conversations;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Json;

/// <summary>What comes up while a request is read for translation: the first fault, and what no other dialect could be told.</summary>
public sealed class RequestReading
{
    /// <summary>Deepest nesting accepted, the same as where a request's head is read.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = RequestHeadReader.MaxDepth, AllowDuplicateProperties = false };

    private readonly List<Omission> _omissions = [];

    /// <summary>Why the request cannot be accepted, or null.</summary>
    public RequestFault? Fault { get; private set; }

    /// <summary>What the client said that cannot be said to the upstream, in the order in which it was found.</summary>
    public IReadOnlyList<Omission> Omissions => _omissions;

    /// <summary>Parses a body.</summary>
    /// <param name="body">The request; has to stay as it is while the document is in use.</param>
    /// <param name="reading">Collects faults and omissions.</param>
    /// <returns>The document, which the caller disposes of, or null and a fault.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, out RequestReading reading)
    {
        reading = new RequestReading();
        try
        {
            if (!Utf8.IsValid(body.Span))
            {
                reading.Fault = new RequestFault("The request body is not valid UTF-8.", "invalid_json", null, null);
                return null;
            }
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException broken)
        {
            reading.Fault = OfBroken(body.Span, broken);
            return null;
        }
        catch (InvalidOperationException)
        {
            // Names of members are compared unescaped, which half of a surrogate pair does not survive.
            reading.Fault = HalfPair;
            return null;
        }
    }

    private static readonly RequestFault HalfPair = new("A string holds half of a surrogate pair.", "invalid_json", null, null);

    /// <summary>Notes a fault; the first one stays.</summary>
    public void Fail(JsonPath path, string message, string code) => Fault ??= new RequestFault(message, code, path.ToString() is { Length: > 0 } at ? at : null, null);

    /// <summary>Notes a parameter that cannot be said in the upstream's dialect. Operators may allow it to be dropped.</summary>
    /// <param name="path">The parameter.</param>
    /// <param name="why">What is in the way, or null when the dialect just has no such parameter.</param>
    /// <param name="kind">What operators may call it beside its path, or null.</param>
    public void Omit(JsonPath path, string? why = null, string? kind = null) => _omissions.Add(new Omission(path.ToString(), why, IsContent: false, kind));

    /// <summary>Takes omissions back: what stands there can be said after all.</summary>
    public void Retract(JsonPath path)
    {
        var said = path.ToString();
        _omissions.RemoveAll(omission => omission.Path == said);
    }

    /// <summary>Notes a part of the conversation itself that the upstream cannot be given: the request is refused, whatever operators allow.</summary>
    public void OmitContent(JsonPath path, string why) => _omissions.Add(new Omission(path.ToString(), why, IsContent: true));

    /// <summary>Why a text could not be parsed. Members that are there twice are refused here alone: what a same-dialect upstream makes of them is its own business.</summary>
    private static RequestFault OfBroken(ReadOnlySpan<byte> body, JsonException broken)
    {
        try
        {
            if (DuplicateMember.Find(body, EventJson.Options) is (var path, var offset))
                return new RequestFault($"'{path}' is there twice: send it once.", "invalid_json", path.ToString(), TextPosition.At(body, offset));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // It is broken in the other way.
        }
        return new RequestFault("The request body is not valid JSON.", "invalid_json", null, TextPosition.At(body, OffsetOf(body, broken)));
    }

    private static int OffsetOf(ReadOnlySpan<byte> body, JsonException broken)
    {
        var offset = 0;
        for (var line = broken.LineNumber ?? 0; line > 0; line--)
        {
            var next = body[offset..].IndexOf((byte)'\n');
            if (next < 0) break;
            offset += next + 1;
        }
        return (int)Math.Min(body.Length, offset + (broken.BytePositionInLine ?? 0));
    }
}
