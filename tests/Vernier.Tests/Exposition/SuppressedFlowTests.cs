using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

public class SuppressedFlowTests
{
    [Fact]
    public async Task RenderAsync_CallerHasSuppressedTheFlow_Works()
    {
        Exposer exposer = new(Scraping.NewRegistry());
        Task<RenderedMetrics> render;
        using (ExecutionContext.SuppressFlow())
            render = exposer.RenderAsync(ExpositionFormat.OpenMetrics);
        using var rendered = await render;
        rendered.ToString().ShouldBe("# EOF\n");
    }
}
