using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI;

/// <summary>Why a request body cannot be accepted, in words that a client can act on.</summary>
/// <param name="Message">One or two sentences for the developer of the client.</param>
/// <param name="Code">Stable machine-readable name, such as <c>invalid_json</c>.</param>
/// <param name="Param">The member at fault, or null when it is the body as a whole.</param>
/// <param name="Position">Where in the body, or null when the fault is something missing.</param>
public sealed record RequestFault(string Message, string Code, string? Param, TextPosition? Position);
