using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Anomalies.Loops;

namespace Weir.Gateway.Anomalies;

/// <summary>What counts as unusual spending, and what is done about it.</summary>
/// <param name="IsEnabled">Whether anybody looks.</param>
/// <param name="Floor">US dollars in an hour below which nothing is unusual.</param>
/// <param name="NewFloor">The same for who has no rhythm yet.</param>
/// <param name="Subjects">How many are watched of each dimension.</param>
/// <param name="Zone">Says when days and weekends are.</param>
/// <param name="Response">What is done with the key.</param>
/// <param name="Loops">Sessions that go round in circles.</param>
internal sealed record AnomaliesModel(bool IsEnabled, decimal Floor, decimal NewFloor, int Subjects, TimeZoneInfo Zone, HoldModel Response, LoopsModel Loops);
