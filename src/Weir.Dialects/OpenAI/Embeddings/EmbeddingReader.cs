using System.Text.Json;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Embeddings;

/// <summary>Reads a request for embeddings.</summary>
internal static class EmbeddingReader
{
    private const string TokensSay = "token ids mean something to one tokenizer alone; send the text itself";

    private static readonly string[] Known = ["model", "input", "dimensions", "encoding_format"];

    public static EmbeddingRequest Read(JsonCursor request)
    {
        var read = new EmbeddingRequest { Reading = request.Reading };
        if (!request.IsObject()) return read;
        if (request.TryRequire("input", out var input)) ReadInput(read, input);
        read.Dimensions = request.Count("dimensions");
        if (request.TryGet("encoding_format", out var form)) read.Form = FormOf(form);
        foreach (var (name, value) in request.Members())
            if (!Known.Contains(name)) read.Options.Add(name, value);
        return read;
    }

    private static void ReadInput(EmbeddingRequest read, JsonCursor input)
    {
        if (input.Kind == JsonValueKind.String)
        {
            read.Texts.Add(new EmbeddingText([input.Element]));
            return;
        }
        if (input.Kind != JsonValueKind.Array)
        {
            input.FailType("a string or an array of strings");
            return;
        }
        foreach (var item in input.Items())
        {
            if (item.Kind is JsonValueKind.Number or JsonValueKind.Array)
            {
                // One of them is enough: there may be as many as the body has bytes.
                read.Reading.OmitContent(item.Kind == JsonValueKind.Number ? input.Path : item.Path, TokensSay);
                return;
            }
            if (!read.Continues(input)) return;
            if (item.IsText()) read.Texts.Add(new EmbeddingText([item.Element]));
        }
        if (read.Texts.Count == 0) input.Fail($"'{input.Path}' must not be empty.", "invalid_value");
    }

    private static VectorForm FormOf(JsonCursor form)
    {
        var word = form.Text();
        if (word is not (null or "float" or "base64")) form.FailChoice(word, "float", "base64");
        return word == "base64" ? VectorForm.Base64 : VectorForm.Numbers;
    }
}
