using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Alerts;

/// <summary>
/// Posts alerts. Signs them as Standard Webhooks has it (github.com/standard-webhooks): HMAC-SHA256 over "id.time.body". The
/// identifier stays the same from one try to the next, so that a receiver can tell a repetition.
/// </summary>
internal sealed class WebhookSender(TimeProvider time) : IAlertSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // No redirects: the address is the operator's, and what it redirects to is not.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience });

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, AlertTargetModel target, CancellationToken cancellationToken)
    {
        using var request = Request(alert, target.Webhook!);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // Headers only: what the receiver has to say besides is nobody's concern.
            using var response = await _http.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode) throw Refused(response.StatusCode);
        }
        catch (HttpRequestException broken)
        {
            throw new AlertDeliveryException($"the webhook cannot be reached ({broken.HttpRequestError})", isLasting: false, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertDeliveryException($"the webhook did not answer within {Patience.TotalSeconds:0} s", isLasting: false, late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Alert alert, WebhookModel webhook)
    {
        var body = webhook.IsSlack ? SlackMessage.Of(alert) : AlertJson.Of(alert);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url.Reveal()) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("user-agent", "weir");
        foreach (var (name, value) in webhook.Headers) request.Headers.TryAddWithoutValidation(name, value.Reveal());
        if (webhook.Key is { } key) Sign(request, key, alert.Id, body);
        return request;
    }

    private void Sign(HttpRequestMessage request, byte[] key, string id, byte[] body)
    {
        var sentAt = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{sentAt}."), .. body];
        var signature = HMACSHA256.HashData(key, signed);
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", sentAt);
        request.Headers.TryAddWithoutValidation("webhook-signature", "v1," + Convert.ToBase64String(signature));
    }

    private static AlertDeliveryException Refused(HttpStatusCode status)
    {
        var mayPass = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
        return new AlertDeliveryException($"the webhook answered with status {(int)status}", !mayPass);
    }
}
