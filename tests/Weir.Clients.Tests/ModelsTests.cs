using OpenAI.Models;

namespace Weir.Clients.Tests;

[Collection(nameof(WeirCollection))]
public sealed class ModelsTests(RunningWeir weir)
{
    [Fact]
    public async Task The_list_holds_what_clients_may_ask_for()
    {
        OpenAIModelCollection models = await weir.Client(new WireTap()).GetOpenAIModelClient().GetModelsAsync();
        models.Select(model => model.Id).ShouldContain("sim");
        models.ShouldAllBe(model => model.OwnedBy == "weir");
    }

    [Fact]
    public async Task One_model_is_found_by_its_name()
    {
        OpenAIModel model = await weir.Client(new WireTap()).GetOpenAIModelClient().GetModelAsync("sim");
        model.Id.ShouldBe("sim");
    }
}
