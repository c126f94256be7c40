package keywright.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** One of the cloud's SDKs. Operations, their fields and their answers have the names that RPC gives them. */
interface Client {
  /** Whether the client can call this operation by a method or a request of its own. */
  boolean has(String operation);

  /** Fills the typed request, calls, and turns the typed answer into JSON. */
  JsonElement call(String operation, JsonObject input) throws Exception;

  /** Where the server is, and who calls. */
  record Account(String host, int port, String region, String id, String secret) {
    Account withSecret(String other) {
      return new Account(host, port, region, id, other);
    }
  }

  static Client of(String name, Account account) throws Exception {
    return switch (name) {
      case "aliyun-java-sdk-kms" -> new CoreClient(account);
      case "kms20160120" -> new TeaClient(account);
      default -> throw new IllegalArgumentException("There is no driver for the client " + name + ".");
    };
  }

  /** The server's refusal, as the client's own exception tells it. */
  final class Refusal extends Exception {
    final String code;
    final String status;

    /** The status is "404", or "4xx" from a client that keeps no more of it than that. */
    Refusal(String code, String status, Exception told) {
      super(told.getMessage(), told);
      this.code = code;
      this.status = status;
    }

    boolean is(String expectedCode, String expectedStatus) {
      return expectedCode.equals(code) && (expectedStatus.equals(status) || (expectedStatus.charAt(0) + "xx").equals(status));
    }

    @Override
    public String toString() {
      return code + " " + status + " (" + getMessage() + ")";
    }
  }
}
