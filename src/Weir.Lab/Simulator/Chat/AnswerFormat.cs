namespace Weir.Lab.Simulator.Chat;

/// <summary>What <c>response_format</c> asks for.</summary>
internal enum AnswerFormat
{
    Text,
    JsonObject,
    JsonSchema,
}
