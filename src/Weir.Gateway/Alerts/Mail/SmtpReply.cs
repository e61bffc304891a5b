namespace Weir.Gateway.Alerts.Mail;

/// <summary>What a mail server answers.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Texts">What follows them, by line; at least one.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Texts);
