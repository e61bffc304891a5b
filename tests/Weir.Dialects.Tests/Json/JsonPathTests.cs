using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Json;

public sealed class JsonPathTests
{
    [Fact]
    public void A_path_reads_as_one_would_write_it_in_a_program()
    {
        JsonPath.Root.ToString().ShouldBe("");
        JsonPath.Root.Member("messages").ToString().ShouldBe("messages");
        JsonPath.Root.Member("messages").Item(3).Member("content").Item(0).Member("image_url").Member("url").ToString().ShouldBe("messages[3].content[0].image_url.url");
        JsonPath.Root.Item(1).Item(2).ToString().ShouldBe("[1][2]");
        JsonPath.Root.Item(1).Member("a").ToString().ShouldBe("[1].a");
    }

    [Fact]
    public void Paths_share_their_beginning_and_do_not_change_it()
    {
        var parent = JsonPath.Root.Member("a");
        var first = parent.Item(0);
        parent.Item(1).Member("b").ToString().ShouldBe("a[1].b");
        first.ToString().ShouldBe("a[0]");
        parent.ToString().ShouldBe("a");
    }
}
