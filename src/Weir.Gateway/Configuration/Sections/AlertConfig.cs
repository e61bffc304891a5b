using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>alerts</c>: who is told what, and how.</summary>
internal sealed class AlertConfig : ConfigSection
{
    [Setting("Address that alerts are posted to, http or https. It is treated as a secret: whoever has a chat's address can write there. Exactly one of webhook and email is given.", Example = "${SLACK_WEBHOOK}")]
    public Secret? Webhook { get; set; }

    [Setting("What is posted: json (Weir's own form) or slack (that of Slack's incoming webhooks, which Mattermost and others take too).", Choices = ["json", "slack"], Example = "slack")]
    public string Format { get; set; } = "json";

    [Setting("Headers added to every post. Their values are treated as secrets.", Example = "{ authorization: \"Bearer ${HOOK_TOKEN}\" }")]
    public OrderedDictionary<string, Secret> Headers { get; set; } = [];

    [Setting("Signs every post, as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature), so that the receiver knows it for Weir's. What begins with whsec_ is base64; anything else is taken as it is.", Default = "posts are not signed", Example = "${WEIR_ALERT_SECRET}")]
    public Secret? Secret { get; set; }

    [Setting("Sends alerts as mail. Exactly one of webhook and email is given.")]
    public EmailConfig? Email { get; set; }

    [Setting("The kinds of alerts that are sent here.", Choices = ["budget.step", "anomaly.cost", "loop", "test"], Default = "all", Example = "[budget.step, anomaly.cost]")]
    public List<string>? Kinds { get; set; }

    [Setting("Alerts below this are not sent here.", Choices = ["info", "warning", "critical"], Example = "warning")]
    public string MinSeverity { get; set; } = "info";
}
