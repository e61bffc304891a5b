using System.Text;
using Weir.Dialects.Json;
using Weir.Testing;

namespace Weir.Dialects.Tests.Json;

public sealed class EditedBodyTests
{
    private static readonly ReadOnlyMemory<byte> Original = "0123456789"u8.ToArray();

    [Theory]
    [InlineData(new int[0], "0123456789")]
    [InlineData(new[] { 0, 1 }, "<0>123456789")]
    [InlineData(new[] { 9, 1 }, "012345678<0>")]
    [InlineData(new[] { 0, 2, 2, 2, 8, 2 }, "<0><1>4567<2>")]
    [InlineData(new[] { 1, 0, 1, 0, 3, 4, 10, 0 }, "0<0><1>12<2>789<3>")]
    public void Any_number_of_edits_leaves_the_other_bytes_alone(int[] ranges, string whole) =>
        Whole(new EditedBody(Original, [.. ranges.Chunk(2).Select((range, i) => Edit(range[0], range[1], $"<{i}>"))])).ShouldBe(whole);

    [Fact]
    public void Two_edits_may_come_in_any_order()
    {
        Whole(new EditedBody(Original, default(ByteEdit))).ShouldBe("0123456789");
        Whole(new EditedBody(Original, Edit(7, 2, "b"), Edit(1, 0, "a"))).ShouldBe("0a123456b9");
        Whole(new EditedBody(Original, Edit(1, 0, "a"), Edit(7, 2, "b"))).ShouldBe("0a123456b9");
    }

    [Fact]
    public void It_can_be_written_into_one_buffer()
    {
        var body = new EditedBody(Original, [Edit(0, 2, "a"), Edit(5, 0, "bcd"), Edit(8, 2, "")]);
        var buffer = new byte[body.Length + 1];

        body.CopyTo(buffer);

        Encoding.UTF8.GetString(buffer).ShouldBe("a234bcd567\0");
    }

    [Fact]
    public void Edits_that_overlap_or_are_out_of_order_are_a_mistake()
    {
        Should.Throw<ArgumentException>(() => new EditedBody(Original, [Edit(0, 3, "a"), Edit(2, 1, "b")]));
        Should.Throw<ArgumentException>(() => new EditedBody(Original, [Edit(5, 1, "a"), Edit(2, 1, "b")]));
        Should.Throw<ArgumentException>(() => new EditedBody(Original, Edit(0, 3, "a"), Edit(2, 1, "b")));
        Should.Throw<ArgumentOutOfRangeException>(() => new EditedBody(Original, Edit(0, 3, "a")).Piece(5));
    }

    [Fact]
    public void The_usual_two_edits_allocate_nothing()
    {
        var (model, usage) = (Edit(2, 3, "model"), Edit(7, 0, "usage"));
        var total = 0;
        Allocated.By(() =>
        {
            var body = new EditedBody(Original, model, usage);
            for (var i = 0; i < body.Pieces; i++) total += body.Piece(i).Length;
            total -= body.Length;
        }).ShouldBe(0);
        total.ShouldBe(0);
    }

    private static ByteEdit Edit(int start, int length, string replacement) => new(new ByteRange(start, length), Encoding.UTF8.GetBytes(replacement));

    private static string Whole(EditedBody body)
    {
        var whole = string.Concat(Enumerable.Range(0, body.Pieces).Select(i => Encoding.UTF8.GetString(body.Piece(i).Span)));
        Encoding.UTF8.GetByteCount(whole).ShouldBe(body.Length);
        return whole;
    }
}
