using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Embeddings;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads one request for an embedding and answers it.</summary>
internal static class GeminiEmbedding
{
    private const int StandardDimensions = 768;

    private static readonly string[] Tasks =
    [
        "TASK_TYPE_UNSPECIFIED", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING",
        "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
    ];

    public static (JsonObject Values, int Tokens) Read(Field body, string model, long seed)
    {
        body.Only("model", "content", "taskType", "task_type", "title", "outputDimensionality", "output_dimensionality");
        GeminiReader.CheckModel(body["model"], model);
        var task = body.Either("taskType", "task_type").OneOf(Tasks);
        if (body["title"].Text() is not null && task != "RETRIEVAL_DOCUMENT")
            body["title"].Fail("title can be set only with the task type RETRIEVAL_DOCUMENT");
        var dimensions = body.Either("outputDimensionality", "output_dimensionality").Count(1, 3072) ?? StandardDimensions;
        var text = ReadText(body["content"].Required());
        // The same words as of an OpenAI model, so that a text has one vector however it is asked for.
        var tokens = PseudoTokens.Split(text);
        var vector = EmbeddingVector.Of([.. tokens.Select(token => token.Trim().ToLowerInvariant())], dimensions, seed);
        return (new JsonObject { ["values"] = new JsonArray([.. vector.Select(number => JsonValue.Create(number))]) }, tokens.Count);
    }

    /// <summary>The parts of a content are one text.</summary>
    private static string ReadText(Field content)
    {
        content.Only("parts", "role");
        content["role"].Text();
        var parts = content["parts"].Required().Items();
        if (parts.Count == 0)
            content["parts"].Fail("parts must not be empty");
        var text = "";
        foreach (var part in parts)
        {
            part.Only("text");
            text += part["text"].NonEmpty();
        }

        return text;
    }
}
