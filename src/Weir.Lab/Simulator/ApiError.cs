namespace Weir.Lab.Simulator;

/// <summary>An error as the API tells it; on the way through the simulator it is a value, never an exception.</summary>
internal sealed record ApiError(int Status, string Message, string Type, string? Param, string? Code)
{
    public const string InvalidRequest = "invalid_request_error";

    public static ApiError Invalid(string message, string? param, string? code) => new(400, message, InvalidRequest, param, code);

    public static ApiError Unsupported(string param, string why) =>
        Invalid($"Unsupported parameter: '{param}' {why}", param, "unsupported_parameter");

    public static ApiError UnsupportedValue(string param, string value, string why) =>
        Invalid($"Unsupported value: '{param}' does not support '{value}' {why}", param, "unsupported_value");

    public static ApiError BadJson() => Invalid(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. "
        + "The API expects a JSON payload, but what was sent was not valid JSON.)",
        null,
        null);
}
