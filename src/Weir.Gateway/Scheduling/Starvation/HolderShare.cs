namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>What a group held of a deployment while another one, or itself, waited for it.</summary>
/// <param name="Group">Whose calls held the places.</param>
/// <param name="Share">Of the places that were held, weighted by how many waited; 0 to 1.</param>
internal readonly record struct HolderShare(QueueGroup Group, double Share);
