using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Vernier.Orchestrix;

namespace Vernier.Host.Tests;

/// <summary>Who maps a system and has forgotten to add it is told which call is missing.</summary>
public class MissingServicesTests
{
    [Fact]
    public void MapOrchestrix_NotAdded_NamesTheCall() => MistakeOf(app => app.MapOrchestrix()).ShouldContain("call services.AddOrchestrix()");

    [Fact]
    public void MapCcProxy_NotAdded_NamesTheCall() => MistakeOf(app => app.MapCcProxy()).ShouldContain("Call services.AddCcProxy(section)");

    [Fact]
    public void MapDicomWebOAuth_NotAdded_NamesTheCall() => MistakeOf(app => app.MapDicomWebOAuth()).ShouldContain("Call services.AddDicomWebOAuth(section) first.");

    private static string MistakeOf(Action<IEndpointRouteBuilder> map) =>
        Should.Throw<InvalidOperationException>(() => map(WebApplication.CreateSlimBuilder().Build())).Message;
}
