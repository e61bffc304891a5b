using Weir.Gateway.Faults;

namespace Weir.Gateway.Configuration;

/// <summary>Turns a fault without errors into the model that calls meet.</summary>
internal static class FaultBuilder
{
    private const int UsualCode = 503;

    public static FaultModel Build(FaultConfig fault)
    {
        var kind = FaultKinds.Find(fault.Kind!)!.Value;
        return new FaultModel
        {
            Name = fault.Name,
            Kind = kind,
            Deployments = fault.Deployments,
            Provider = fault.Provider,
            Code = fault.Code ?? UsualCode,
            RetryAfter = fault.RetryAfter,
            Wait = fault.Wait ?? FaultKinds.UsualWait(kind),
            After = fault.After ?? FaultKinds.UsualAfter,
            Percent = fault.Percent,
            Scope = new FaultScope
            {
                Tenants = fault.Tenants,
                Keys = fault.Keys,
                Features = fault.Features,
                Models = fault.Models,
                OnlyOnRequest = fault.OnlyOnRequest,
            },
            AllowTotal = fault.AllowTotal,
            From = FaultTimes.Find(fault.From),
            Until = FaultTimes.Find(fault.Until),
            For = fault.For,
        };
    }
}
