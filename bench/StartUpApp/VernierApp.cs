namespace StartUpApp;

/// <summary>With the defaults of AddVernier: registry, runtime, process and request metrics.</summary>
internal static class VernierApp
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddVernier();
        var app = builder.Build();
        app.MapMetrics();
        app.Run();
    }
}
