namespace StartUpApp;

/// <summary>ASP.NET Core without metrics. It responds with a constant.</summary>
internal static class BareApp
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/metrics", (RequestDelegate)(context => context.Response.WriteAsync("up 1\n")));
        app.Run();
    }
}
