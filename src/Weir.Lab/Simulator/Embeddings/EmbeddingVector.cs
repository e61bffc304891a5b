using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Embeddings;

/// <summary>
/// A vector of length one for a text: the sum of a fixed random direction per word, plus a little of the order of the words.
/// Texts that share words point in similar directions, which is what a semantic cache needs to be tried out.
/// </summary>
internal static class EmbeddingVector
{
    private const double OrderWeight = 0.1;

    public static float[] Of(IReadOnlyList<string> words, int dimensions, long seed)
    {
        var start = StableHash.Add(StableHash.Start, seed);
        var sum = new double[dimensions];
        foreach (var group in words.GroupBy(word => word, StringComparer.Ordinal))
            Add(sum, StableHash.Add(start, group.Key), Math.Sqrt(group.Count()));
        Add(sum, words.Aggregate(start, (hash, word) => StableHash.Add(hash, word)), OrderWeight);

        // Each number depends on its place only, so fewer dimensions are the beginning of the longer vector, made unit length again.
        var length = Math.Sqrt(sum.Sum(number => number * number));
        var vector = new float[dimensions];
        for (var index = 0; index < dimensions; index++)
            vector[index] = length > 0 ? (float)(sum[index] / length) : index == 0 ? 1 : 0;
        return vector;
    }

    private static void Add(double[] sum, ulong seed, double weight)
    {
        var random = new SeededRandom(seed);
        for (var index = 0; index < sum.Length; index++)
            sum[index] += weight * ((random.NextUnit() * 2) - 1);
    }
}
