using System.Text;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Gateway.Endpoints;

/// <summary>Finds the model in a form with files (<c>multipart/form-data</c>, RFC 7578), which audio and image calls are. The rest of the form is not looked at.</summary>
internal static class MultipartHead
{
    private const int LongestModel = 256;

    /// <summary>Reads a form.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="contentType">The request's content type, which names the boundary.</param>
    /// <param name="fault">Why the form cannot be accepted, or null.</param>
    /// <returns>What was found: without a model where the form names none. Null with a fault.</returns>
    public static RequestHead? Read(ReadOnlySpan<byte> body, string contentType, out RequestFault? fault)
    {
        fault = null;
        if (BoundaryOf(contentType) is not { } boundary) return Fail("The form's content type names no boundary.", out fault);
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var position = body.IndexOf(delimiter);
        if (position < 0) return Fail("The form does not hold the boundary that its content type names.", out fault);
        RequestHead? found = null;
        while (true)
        {
            position += delimiter.Length;
            if (body[position..].StartsWith("--"u8)) return found ?? new RequestHead { Model = "", ModelRange = default };
            var next = body[position..].IndexOf(delimiter);
            if (next < 0) return Fail("The form ends before its last boundary.", out fault);
            if (ModelIn(body.Slice(position, next), position) is { } model)
            {
                // An upstream that takes the last of two would answer as another model than the one that was checked and billed.
                if (found is not null) return Fail("The form names the model twice.", out fault);
                found = model;
            }
            position += next;
        }
    }

    /// <summary>The model as a form says it.</summary>
    public static ReadOnlyMemory<byte> ModelValue(string model) => Encoding.UTF8.GetBytes(model);

    private static RequestHead? ModelIn(ReadOnlySpan<byte> part, int offset)
    {
        var split = part.IndexOf("\r\n\r\n"u8);
        if (split < 0 || !part.EndsWith("\r\n"u8)) return null;
        var headers = Encoding.UTF8.GetString(part[..split]);
        if (!headers.Contains("name=\"model\"", StringComparison.OrdinalIgnoreCase) && !headers.Contains("name=model", StringComparison.OrdinalIgnoreCase)) return null;
        var length = part.Length - 2 - (split + 4);
        if (length is <= 0 or > LongestModel) return null;
        return new RequestHead { Model = Encoding.UTF8.GetString(part.Slice(split + 4, length)), ModelRange = new ByteRange(offset + split + 4, length) };
    }

    private static string? BoundaryOf(string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var value = contentType[(at + "boundary=".Length)..].Split(';')[0].Trim().Trim('"');
        return value.Length is > 0 and <= 200 ? value : null;
    }

    private static RequestHead? Fail(string message, out RequestFault? fault)
    {
        fault = new RequestFault(message, "invalid_form", null, null);
        return null;
    }
}
