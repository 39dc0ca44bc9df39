using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Vernier.Host.Tests;

/// <summary>Mapping a system without adding its services throws an exception that names the missing call.</summary>
public class MissingServicesTests
{
    [Fact]
    public void MapOrchestrix_NotAdded_ThrowsWithTheMissingCall() => ErrorOf(app => app.MapOrchestrix()).ShouldContain("Call services.AddOrchestrix()");

    [Fact]
    public void MapCcProxy_NotAdded_ThrowsWithTheMissingCall() => ErrorOf(app => app.MapCcProxy()).ShouldContain("Call services.AddCcProxy(section)");

    [Fact]
    public void MapDicomWebOAuth_NotAdded_ThrowsWithTheMissingCall() => ErrorOf(app => app.MapDicomWebOAuth()).ShouldContain("Call services.AddDicomWebOAuth(section) first.");

    [Fact]
    public void MapAiOrchestrator_NotAdded_ThrowsWithTheMissingCall() => ErrorOf(app => app.MapAiOrchestrator()).ShouldContain("Call services.AddAiOrchestrator(section) first.");

    [Fact]
    public void MapPangolin_NotAdded_ThrowsWithTheMissingCall() => ErrorOf(app => app.MapPangolin()).ShouldContain("Call services.AddPangolin(section) first.");

    private static string ErrorOf(Action<IEndpointRouteBuilder> map) =>
        Should.Throw<InvalidOperationException>(() => map(WebApplication.CreateSlimBuilder().Build())).Message;
}
