package keywright.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Properties;

/** The driver for the clients in Java; ../README.md says what it reads and writes. */
public final class Main {
  private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream lines = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    // Standard output is for the protocol alone, whatever a library may print.
    System.setOut(System.err);
    // Both SDKs log through SLF4J, which warns that nothing is there to write the logs.
    System.setProperty("slf4j.internal.verbosity", "ERROR");

    String name = arguments[0];
    JsonObject input = JsonParser.parseReader(new InputStreamReader(System.in, UTF_8)).getAsJsonObject();
    Client.Account account = new Client.Account(
      input.get("host").getAsString(),
      input.get("port").getAsInt(),
      input.get("region").getAsString(),
      input.get("accessKeyId").getAsString(),
      input.get("accessKeySecret").getAsString());
    Client client = Client.of(name, account);
    Client wrongSecret = Client.of(name, account.withSecret("not " + account.secret()));

    JsonObject version = new JsonObject();
    version.addProperty("version", version(name));
    lines.println(GSON.toJson(version));
    for (JsonElement scenario : input.getAsJsonArray("scenarios")) {
      lines.println(GSON.toJson(new Scenario(scenario.getAsJsonObject(), client, wrongSecret).run()));
    }
  }

  /** The release as the client's own archive names it. */
  private static String version(String artifact) throws IOException {
    Properties properties = new Properties();
    try (InputStream archive = Main.class.getResourceAsStream("/META-INF/maven/com.aliyun/" + artifact + "/pom.properties")) {
      properties.load(archive);
    }
    return properties.getProperty("version");
  }
}
