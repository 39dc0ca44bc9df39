using System.CommandLine;
using Vernier.Host.Commands;

var root = new RootCommand("Vernier: complete systems with their Prometheus metrics. Without a command it serves them.");
ServeCommand.AddTo(root);
GenerateCommand.AddTo(root);
CheckCommand.AddTo(root);
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(ServeCommand.Invocation).ConfigureAwait(false);
return parsed.Errors.Count == 0 ? exitCode : 2;
