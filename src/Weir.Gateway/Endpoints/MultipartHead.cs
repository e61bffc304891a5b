using System.Text;
using Microsoft.Net.Http.Headers;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;
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
        string? keptField = null;
        while (true)
        {
            // A boundary that one reader takes for the end of a part and another for its content makes two forms of one.
            if (!IsDelimiter(body, position, delimiter.Length)) return Fail("The form holds its boundary elsewhere than between its parts.", out fault);
            position += delimiter.Length;
            var next = body[position..].IndexOf(delimiter);
            if (body[position..].StartsWith("--"u8))
                return next < 0 ? Head(found, keptField) : Fail("The form goes on after its last boundary.", out fault);
            if (next < 0) return Fail("The form ends before its last boundary.", out fault);
            var part = body.Slice(position, next);
            if (!TryReadModel(part.EndsWith("\r\n"u8) ? part[..^2] : part, position, out var model, ref keptField)) return Fail("A part of the form has no readable name.", out fault);
            if (model is not null)
            {
                // An upstream that takes the last of two would answer as another model than the one that was checked and billed.
                if (found is not null) return Fail("The form names the model twice.", out fault);
                if (model.Model.Length is 0 or > LongestModel) return Fail($"The form's model must have 1 to {LongestModel} characters.", out fault);
                found = model;
            }
            position += next;
        }
    }

    private static RequestHead Head(RequestHead? found, string? keptField) => new()
    {
        Model = found?.Model ?? "",
        ModelRange = found?.ModelRange ?? default,
        Kept = keptField is null ? null : new KeptThings { Field = keptField },
    };

    /// <summary>The model as a form says it.</summary>
    public static ReadOnlyMemory<byte> ModelValue(string model) => Encoding.UTF8.GetBytes(model);

    /// <summary>Whether a boundary begins a line and has it to itself, but for the two dashes of the last one.</summary>
    private static bool IsDelimiter(ReadOnlySpan<byte> body, int position, int length)
    {
        if (position > 0 && !body[..position].EndsWith("\r\n"u8)) return false;
        var rest = body[(position + length)..];
        var isLast = rest.StartsWith("--"u8);
        rest = (isLast ? rest[2..] : rest).TrimStart(" \t"u8);
        return rest.StartsWith("\r\n"u8) || (isLast && rest.IsEmpty);
    }

    /// <param name="part">From behind its delimiter to before the next one.</param>
    /// <param name="offset">Where the part stands in the body.</param>
    /// <param name="model">The model, when this is the part that names it.</param>
    /// <param name="keptField">The first field that names something that the provider keeps.</param>
    /// <returns>False for a part whose name could be read in more than one way.</returns>
    private static bool TryReadModel(ReadOnlySpan<byte> part, int offset, out RequestHead? model, ref string? keptField)
    {
        model = null;
        var split = part.IndexOf("\r\n\r\n"u8);
        if (split < 0) return false;
        if (NameOf(Encoding.UTF8.GetString(part[..split])) is not { } name) return false;
        if (keptField is null && KeptReader.IsThing(name)) keptField = name;
        if (!name.Equals("model", StringComparison.OrdinalIgnoreCase)) return true;
        var value = part[(split + 4)..];
        model = new RequestHead { Model = value.Length > 4 * LongestModel ? "" : Encoding.UTF8.GetString(value), ModelRange = new ByteRange(offset + split + 4, value.Length) };
        return true;
    }

    /// <summary>The name of a part, or null when its headers have none, or two.</summary>
    private static string? NameOf(string headers)
    {
        string? name = null;
        foreach (var line in headers.Split("\r\n"))
        {
            if (!line.StartsWith("content-disposition:", StringComparison.OrdinalIgnoreCase)) continue;
            if (name is not null || !ContentDispositionHeaderValue.TryParse(line["content-disposition:".Length..].Trim(), out var disposition)) return null;
            var names = disposition.Parameters.Where(parameter => parameter.Name.StartsWith("name", StringComparison.OrdinalIgnoreCase) && parameter.Name.Length <= 5).ToList();
            if (names is not [{ Name.Length: 4 } only]) return null;
            name = HeaderUtilities.UnescapeAsQuotedString(only.Value).ToString();
        }
        return name;
    }

    private static string? BoundaryOf(string contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return null;
        var boundaries = type.Parameters.Where(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)).ToList();
        if (boundaries is not [var only]) return null;
        var value = HeaderUtilities.RemoveQuotes(only.Value).ToString();
        return value.Length is > 0 and <= 200 ? value : null;
    }

    private static RequestHead? Fail(string message, out RequestFault? fault)
    {
        fault = new RequestFault(message, "invalid_form", null, null);
        return null;
    }
}
