using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A deployment's <c>price</c> section.</summary>
internal sealed class PriceConfig : RatesConfig
{
    [Setting("What an hour of one machine costs, for models on machines of your own: attempts are charged for the time that they take, and not for tokens.", Unit = "USD", Example = "4.20")]
    public decimal? MachineHour { get; set; }

    [Setting("How many machines serve the deployment, 1 to 10000. With machine_hour.", Default = "1", Example = "2")]
    public int? Machines { get; set; }

    [Setting("How many attempts all machines together work on when they are full, 1 to 1000000. With machine_hour.", Default = "required with machine_hour", Example = "64")]
    public int? Slots { get; set; }
}
