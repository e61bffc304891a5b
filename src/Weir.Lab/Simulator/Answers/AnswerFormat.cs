namespace Weir.Lab.Simulator.Answers;

/// <summary>What <c>response_format</c> asks for.</summary>
internal enum AnswerFormat
{
    Text,
    JsonObject,
    JsonSchema,
}
