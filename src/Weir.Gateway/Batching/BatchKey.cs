using Weir.Dialects.OpenAI.Embeddings;
using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Model;

namespace Weir.Gateway.Batching;

/// <summary>What calls have in common that may be sent as one.</summary>
/// <param name="Asked">Their tenant and all that reaches a provider, without their texts: equal bytes, so that no parameter has to be known.</param>
/// <param name="Model">The configuration that they run under.</param>
/// <param name="Deployment">Where they go.</param>
/// <param name="Priority">Whom they let pass.</param>
/// <param name="Deadline">How long each may take, so that what answers one in time answers all.</param>
internal readonly record struct BatchKey(AnswerKey Asked, GatewayModel Model, DeploymentModel Deployment, CallPriority Priority, TimeSpan Deadline)
{
    /// <summary>Makes the key of a routed call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">Its text.</param>
    public static BatchKey Of(Call call, in SingleInput input) =>
        new(AnswerKey.Of(call, input.Range), call.Model, call.Deployment!, call.Priority, call.Deadline);
}
