namespace Weir.Gateway.Admin;

/// <summary>Why a request to the admin API was refused. Made only here, so that the set of its errors is closed.</summary>
/// <param name="Status">HTTP status, 400 to 503.</param>
/// <param name="Code">Stable, lower case with underscores.</param>
/// <param name="Message">What happened and what to do about it.</param>
internal sealed record AdminError(int Status, string Code, string Message)
{
    public static AdminError Disabled { get; } = new(404, "admin_disabled",
        "There is no admin API here: no admin.key is configured. Set one, such as admin: { key: ${WEIR_ADMIN_KEY} }.");

    public static AdminError Unauthorized { get; } = new(401, "invalid_admin_key",
        "The admin API wants its key as 'authorization: Bearer KEY'; keys of clients are none.");

    public static AdminError MethodNotAllowed(string allowed) => new(405, "method_not_allowed", $"This path takes {allowed}.");

    public static AdminError BodyTooLarge(int most) => new(413, "request_too_large", $"The body is over the limit of {most:N0} bytes.");

    public static AdminError FaultInvalid(IEnumerable<string> mistakes) => new(400, "invalid_fault", string.Join('\n', mistakes));

    public static AdminError FaultNotFound(string name) => new(404, "fault_not_found", $"There is no fault '{name}'.");

    public static AdminError AnomalyNotFound(string id) => new(404, "anomaly_not_found", $"There is no anomaly '{id}'.");

    public static AdminError HoldNotFound(string key) => new(404, "hold_not_found", $"No key '{key}' is held back.");

    public static AdminError BudgetNotFound(string name) => new(404, "budget_not_found", $"There is no budget '{name}'.");

    public static AdminError RaiseInvalid(string problem) => new(400, "invalid_raise", problem);

    public static AdminError FaultConfigured(string name) => new(409, "fault_is_configured",
        $"The fault '{name}' stands in the configuration file. Change it there, or choose another name.");

    public static AdminError QueryInvalid(string parameter, string problem) => new(400, "invalid_query", $"The parameter '{parameter}' {problem}");

    /// <summary>What nobody could look up afterwards is not done.</summary>
    public static AdminError AuditUnavailable { get; } = new(503, "audit_unavailable",
        "The audit log cannot be read or written, so nothing was changed. The operator has to look at the gateway's disk and log.");

    public static AdminError TooManyFaults(int most) => new(409, "too_many_faults", $"{most} faults were started already. Stop some first.");

    public static AdminError ReportInvalid(string message, string remedy) => new(400, "invalid_query", $"{char.ToUpperInvariant(message[0])}{message[1..]} {remedy}");

    public static AdminError ReportUnderWay { get; } = new(429, "report_under_way", "Another report is being made. Ask again when it is done.");

    public static AdminError ReportTooSlow(int seconds, string command) => new(503, "report_too_slow",
        $"The report was not done in {seconds} seconds. Ask for a shorter time or by less, or use '{command}', which takes its time.");
}
