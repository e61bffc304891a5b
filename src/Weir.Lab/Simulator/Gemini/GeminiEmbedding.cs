using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Embeddings;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads one request for an embedding and answers it.</summary>
internal static class GeminiEmbedding
{
    private const int StandardDimensions = 768;

    public static (JsonObject Values, int Tokens) Read(Field body, long seed)
    {
        body.Only("model", "content", "taskType", "task_type", "title", "outputDimensionality", "output_dimensionality");
        body["model"].Text();
        body["title"].Text();
        body.Either("taskType", "task_type").OneOf(
            "RETRIEVAL_QUERY",
            "RETRIEVAL_DOCUMENT",
            "SEMANTIC_SIMILARITY",
            "CLASSIFICATION",
            "CLUSTERING",
            "QUESTION_ANSWERING",
            "FACT_VERIFICATION",
            "CODE_RETRIEVAL_QUERY");
        var dimensions = body.Either("outputDimensionality", "output_dimensionality").Count(1, 3072) ?? StandardDimensions;
        var content = body["content"].Required();
        content.Only("parts", "role");
        var text = new List<string>();
        foreach (var part in content["parts"].Required().Items())
        {
            part.Only("text");
            text.Add(part["text"].Required().Text() ?? "");
        }

        var words = string.Join(' ', text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var values = new JsonArray([.. EmbeddingVector.Of(words, dimensions, seed).Select(number => JsonValue.Create(number))]);
        return (new JsonObject { ["values"] = values }, PseudoTokens.Count(string.Concat(text)));
    }
}
